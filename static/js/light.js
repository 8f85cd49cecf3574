// The sun button: normal, full sun, night. The choice stays on this device.
const root = document.documentElement;
const THEMES = ['', 'sun', 'dark'];
const KEPT = 'lodebook-light';

function kept() {
  try {
    return localStorage.getItem(KEPT) || '';
  } catch {
    return '';
  }
}

function show(theme) {
  root.dataset.theme = theme;
  try {
    localStorage.setItem(KEPT, theme);
  } catch {
    // a device that keeps nothing still changes its light
  }
}

root.dataset.theme = kept();
for (const button of document.querySelectorAll('[data-light]')) {
  button.hidden = false;
  button.addEventListener('click', () => show(THEMES[(THEMES.indexOf(kept()) + 1) % THEMES.length]));
}
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
