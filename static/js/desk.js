// The desk's own keypad, and the net weight as it is typed. The form works without any of this.
const pad = document.querySelector('[data-keys]');
const gross = document.querySelector('[data-gross]');
const tare = document.querySelector('[data-tare]');
const nets = document.querySelectorAll('[data-net]');
const locale = document.documentElement.lang;
let fresh = true;
let target = gross || document.querySelector('[data-weight]');

function grams(typed) {
  const found = /^\s*(\d{1,7})(?:[.,](\d{1,3}))?\s*(?:kg)?\s*$/.exec(typed);
  return found ? Number(found[1]) * 1000 + Number((found[2] || '').padEnd(3, '0')) : null;
}

function kilograms(value) {
  const decimals = value % 100 === 0 ? 1 : value % 10 === 0 ? 2 : 3;
  return (value / 1000).toLocaleString(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

function show() {
  const source = gross || document.querySelector('[data-weight]');
  if (!source) return;
  const whole = grams(source.value);
  const net = whole === null ? null : whole - (tare ? grams(tare.value || '0') || 0 : 0);
  for (const place of nets) place.textContent = net !== null && net > 0 ? `${kilograms(net)}\u00a0kg` : '';
}

function press(key) {
  if (key === 'del') target.value = fresh ? '' : target.value.slice(0, -1);
  else {
    const before = fresh ? '' : target.value;
    if ((/[.,]/.test(key) && /[.,]/.test(before)) || before.length > 8) return;
    target.value = before + key;
  }
  fresh = false;
  show();
}

const touch = window.matchMedia('(pointer: coarse)').matches;
for (const field of document.querySelectorAll('[data-gross], [data-tare], [data-weight]')) {
  // on a phone our own keys are the keyboard; with a real keyboard one types
  if (pad && touch) field.inputMode = 'none';
  field.addEventListener('focus', () => {
    target = field;
    fresh = true;
  });
  field.addEventListener('input', () => {
    fresh = false;
    show();
  });
}
if (pad && target) {
  pad.hidden = false;
  for (const key of pad.querySelectorAll('button')) key.addEventListener('click', () => press(key.dataset.k));
}
for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = '1';
  });
}
// coming back with the browser's own button shows the form again as it was sent
window.addEventListener('pageshow', () => document.querySelectorAll('form[data-once]').forEach((form) => delete form.dataset.sent));

function adding() {
  let sum = 0;
  for (const box of document.querySelectorAll('[data-lot-g]:checked')) sum += Number(box.dataset.lotG);
  for (const place of document.querySelectorAll('[data-sum]')) place.textContent = sum ? `${kilograms(sum)}\u00a0kg` : '';
}
for (const box of document.querySelectorAll('[data-lot-g]')) box.addEventListener('change', adding);
adding();
show();
