/** How far the panels reach, told to the page as `--left` and `--foot`: what floats over it keeps clear of them. */

export class Clearance {
  /** The height of what stands at the foot of the frame. */
  foot = $state(0);
  #left = $state(0);

  /** Writes it to the page; call it in an effect. */
  readonly tell = (): (() => void) => {
    const { style } = document.documentElement;
    style.setProperty('--foot', `${String(this.foot)}px`);
    style.setProperty('--left', `${String(this.#left)}px`);
    return () => {
      style.removeProperty('--foot');
      style.removeProperty('--left');
    };
  };

  /** Where the canvas begins. */
  readonly from = (canvas: HTMLElement): (() => void) => {
    const observer = new ResizeObserver(() => {
      this.#left = canvas.offsetLeft;
    });
    observer.observe(canvas);
    return () => {
      observer.disconnect();
    };
  };
}
