/** The API's page has the colours of the browser, light and dark. */

export const docsStyle = `
:root {
  color-scheme: light dark;
  font: 16px/1.5 system-ui, sans-serif;
  --line: color-mix(in srgb, CanvasText 20%, Canvas);
  --soft: color-mix(in srgb, CanvasText 6%, Canvas);
}
html { background: Canvas; color: CanvasText; }
body { background: Canvas; margin: 0 auto; max-width: 62rem; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; }
h1 small { font-size: 1rem; font-weight: normal; }
h2 { font-size: 1.25rem; margin: 2rem 0 0.5rem; }
h3 { font-size: 1rem; margin: 1rem 0 0.25rem; }
p { margin: 0.25rem 0; }
code, output, textarea { font: 0.875rem/1.5 ui-monospace, monospace; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; list-style: none; padding: 0; }
nav a { display: inline-block; padding: 0.25rem 0; }
details { border: 1px solid var(--line); border-radius: 6px; margin: 0.25rem 0; }
summary { cursor: pointer; padding: 0.5rem; }
details[open] > summary { background: var(--soft); border-bottom: 1px solid var(--line); }
details > div { padding: 0.5rem; }
.method { display: inline-block; font-weight: bold; min-width: 4rem; }
.fields { list-style: none; margin: 0.25rem 0; padding-left: 0.75rem; border-left: 2px solid var(--line); }
.fields li { margin: 0.25rem 0; }
dt { font-weight: bold; }
dd { margin: 0 0 0.5rem 1rem; }
form { background: var(--soft); border-radius: 6px; margin-top: 1rem; padding: 0.5rem; }
form label { display: block; margin: 0.5rem 0; }
form input, textarea { box-sizing: border-box; display: block; max-width: 100%; width: 40rem; }
input, textarea, button { font-size: 1rem; padding: 0.35rem 0.5rem; }
button { min-width: 6rem; }
output { display: block; max-height: 30rem; overflow: auto; white-space: pre-wrap; }
:focus-visible { outline: 2px solid LinkText; outline-offset: 1px; }
`
