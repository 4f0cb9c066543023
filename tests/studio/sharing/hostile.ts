/** Three hundred texts that try to be more than texts: thirty attacks, each in ten disguises. */

const attacks = [
  '<script>globalThis.hit=1</script>',
  '</text><script>globalThis.hit=1</script>',
  '"><script>globalThis.hit=1</script>',
  "'><img src=x onerror=globalThis.hit=1>",
  '<svg onload=globalThis.hit=1>',
  '</title><script>globalThis.hit=1</script>',
  '<foreignObject><iframe srcdoc="<script>parent.hit=1</script>"></foreignObject>',
  '<use href="https://example.org/a.svg#x"/>',
  '<image href="https://example.org/a.png"/>',
  '<a href="javascript:globalThis.hit=1">x</a>',
  'javascript:globalThis.hit=1',
  '" onmouseover="globalThis.hit=1',
  "' onfocus='globalThis.hit=1' autofocus='",
  '<style>@import url(https://example.org/x.css)</style>',
  'url(https://example.org/x)',
  '<!ENTITY x SYSTEM "file:///etc/passwd">',
  '&x;&lt;script&gt;',
  ']]><script>globalThis.hit=1</script>',
  '<![CDATA[<script>]]>',
  '<!-- x',
  '--><script>globalThis.hit=1</script>',
  '<?xml-stylesheet href="https://example.org/x.xsl"?>',
  '<animate attributeName=href values=javascript:globalThis.hit=1>',
  '</script><script>globalThis.hit=1</script>',
  '<\u0000script>globalThis.hit=1</script>',
  '\ud800<script>globalThis.hit=1</script>',
  '\u202e<script>globalThis.hit=1',
  '${globalThis.hit=1}',
  '{{constructor.constructor("globalThis.hit=1")()}}',
  '\\u003cscript\\u003eglobalThis.hit=1\\u003c/script\\u003e',
] as const;

const disguises: readonly ((attack: string) => string)[] = [
  (attack) => attack,
  (attack) => attack.toUpperCase(),
  (attack) => `a ${attack}`,
  (attack) => `${attack} z`,
  (attack) => `"${attack}"`,
  (attack) => `'${attack}'`,
  (attack) => `&#60;${attack}`,
  (attack) => `<${attack}`,
  (attack) => `\n\t${attack}\u2028`,
  (attack) => `<!--${attack}-->`,
];

export const hostileTexts: readonly string[] = attacks.flatMap((attack) =>
  disguises.map((disguise) => disguise(attack)),
);
