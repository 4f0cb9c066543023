/** Turns a picture from SVG into PNG by the browser's own drawing. The picture stands alone: drawing it asks nothing of the network. */

/** Browsers refuse canvases with more pixels on a side, or in all. */
const sideMax = 8192;
const pixelsMax = 64_000_000;

/** The scale at which a picture of this size is drawn: as wished, or as large as browsers can. */
export function scaleFor(width: number, height: number, wished: number): number {
  return Math.min(wished, sideMax / Math.max(width, height, 1), Math.sqrt(pixelsMax / Math.max(width * height, 1)));
}

/** The PNG of an SVG, with so many pixels a unit where that fits. */
export async function rasterise(svg: string, wished = 2): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = scaleFor(image.naturalWidth, image.naturalHeight, wished);
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser draws no pictures.');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => {
        if (blob === null) reject(new Error('The picture is too large for this browser.'));
        else resolve(blob);
      }, 'image/png');
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
