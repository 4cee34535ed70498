for (const time of document.querySelectorAll('time[datetime]')) {
  const at = new Date(time.dateTime);
  if (!Number.isNaN(at.getTime()))
    time.textContent = at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
// `reports/latest` is one folder less deep than `reports/runs/<id>`, from where the links were written.
if (!location.pathname.includes('/runs/')) {
  for (const name of ['href', 'src'])
    for (const node of document.querySelectorAll(`[${name}^="../../../"]`))
      node.setAttribute(name, node.getAttribute(name).slice('../'.length));
}
const spoken = document.createElement('span');
spoken.className = 'sr';
spoken.setAttribute('role', 'status');
document.querySelector('main').append(spoken);
function copyText(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
  return Promise.resolve();
}
for (const code of document.querySelectorAll('code.command')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', `Copy: ${code.textContent}`);
  button.addEventListener('click', async () => {
    await copyText(code.textContent);
    button.textContent = 'Copied';
    spoken.textContent = 'Copied to the clipboard';
    setTimeout(() => (button.textContent = 'Copy'), 1500);
  });
  code.after(button);
}
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let node = target; node; node = node.parentElement) if (node.tagName === 'DETAILS') node.open = true;
  target?.scrollIntoView();
}
addEventListener('hashchange', reveal);
if (location.hash) reveal();
let closed = [];
addEventListener('beforeprint', () => {
  closed = [...document.querySelectorAll('.area:not([open]), .more:not([open])')];
  for (const details of closed) details.open = true;
});
addEventListener('afterprint', () => {
  for (const details of closed) details.open = false;
});
