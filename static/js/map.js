// The map of the register: clusters counted by the server, on country shapes of our own; no tiles, no other house.
// Everything that it draws stands beside it as a table, and every move has a button.
const L = window.L;
const SHAPES = { green: 'ok', yellow: 'warn', red: 'stop', blue: 'blue', none: 'none' };
const SVG = 'http://www.w3.org/2000/svg';
const NAMED_FROM = 4;
const PART = 0.35; // of the view that one press moves

for (const place of document.querySelectorAll('[data-map]')) {
  place.hidden = false;
  if (L && place.offsetParent) start(place);
}

function start(place) {
  const words = wordsOf(place);
  const map = L.map(place.querySelector('.sheet'), {
    zoomControl: false, minZoom: 2, maxZoom: 14, zoomSnap: 1, worldCopyJump: true, scrollWheelZoom: false,
    zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false,
  });
  map.attributionControl.setPrefix('Leaflet').addAttribution('Natural Earth');
  map.setView([0, 20], 3);
  const drawn = L.layerGroup().addTo(map);
  const all = { bounds: null };
  let asked = 0;

  async function show(everything) {
    const mine = ++asked;
    const found = await fetched(place, map, everything);
    if (mine !== asked) return;
    if (!found) {
      say(place, words.failed);
      return;
    }
    if (everything && found.clusters.length) {
      all.bounds = L.latLngBounds(found.clusters.flatMap((each) => each.bounds)).pad(0.15);
      map.fitBounds(all.bounds, { maxZoom: 9 });
      return; // the move asks again, for what is in view
    }
    draw(drawn, found, map, words);
    list(place, found, map, words);
  }

  map.on('moveend', () => show(false));
  for (const button of place.querySelectorAll('[data-move]')) {
    const [right, down] = button.dataset.move.split(',').map(Number);
    button.addEventListener('click', () => {
      const size = map.getSize();
      map.panBy([right * size.x * PART, down * size.y * PART], { animate: false });
    });
  }
  for (const button of place.querySelectorAll('[data-zoom]')) {
    button.addEventListener('click', () => map.setZoom(map.getZoom() + Number(button.dataset.zoom)));
  }
  place.querySelector('[data-all]').addEventListener('click', () => all.bounds && map.fitBounds(all.bounds, { maxZoom: 9 }));
  land(place, map);
  show(true);
}

function wordsOf(place) {
  const words = { colours: {} };
  const kept = place.querySelector('template[data-words]').content;
  for (const each of kept.querySelectorAll('[data-w]')) words[each.dataset.w] = each.textContent;
  for (const each of kept.querySelectorAll('[data-c]')) words.colours[each.dataset.c] = each.textContent;
  return words;
}

async function fetched(place, map, everything) {
  const query = new URLSearchParams(place.dataset.query);
  query.set('zoom', map.getZoom());
  if (!everything) {
    const view = map.getBounds();
    const inside = (degrees, most) => Math.max(-most, Math.min(most, degrees)).toFixed(3);
    query.set('bbox', [
      inside(view.getWest(), 180), inside(view.getSouth(), 90), inside(view.getEast(), 180), inside(view.getNorth(), 90),
    ].join(','));
  }
  try {
    const answer = await fetch(`${place.dataset.map}?${query}`, { headers: { Accept: 'application/json' } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

async function land(place, map) {
  try {
    const shapes = await (await fetch(place.dataset.land)).json();
    L.geoJSON(shapes, { interactive: false, style: { className: 'land' } }).addTo(map).bringToBack();
    const names = L.layerGroup(shapes.features.map((each) => nameOf(each.properties)));
    const fitting = () => (map.getZoom() >= NAMED_FROM ? names.addTo(map) : names.remove());
    map.on('zoomend', fitting);
    fitting();
  } catch {
    // without the land the sites are still in their places
  }
}

// the browser knows the names of countries in the reader's language
function nameOf({ iso, name, at }) {
  const named = iso && Intl.DisplayNames
    ? new Intl.DisplayNames([document.documentElement.lang], { type: 'region' }).of(iso) : name;
  const html = document.createElement('span');
  html.textContent = named;
  const icon = L.divIcon({ className: 'country', html, iconSize: [120, 16] });
  return L.marker([at[1], at[0]], { icon, interactive: false, keyboard: false, zIndexOffset: -1000 });
}

function draw(drawn, found, map, words) {
  drawn.clearLayers();
  if (found.sites.length && (map.getZoom() >= 9 || found.clusters.every((each) => each.count === 1))) {
    for (const [at, sites] of together(found.sites)) mark(drawn, at, sites, map, words);
    return;
  }
  for (const cluster of found.clusters) {
    const side = 30 + Math.min(26, Math.round(Math.log2(cluster.count) * 3));
    const label = `${counted(cluster.count, words)}: ${tally(cluster.colours, words)}`;
    const only = Object.keys(cluster.colours).length === 1 ? Object.keys(cluster.colours)[0] : '';
    put(drawn, cluster.at, cluster.count === 1 ? shape(only) : bubble(cluster.count, only), side, label, () => closer(map, cluster));
  }
}

// sites of one cell are drawn at one point: a mark tells how many there are
function together(sites) {
  const places = new Map();
  for (const site of sites) {
    const key = site.at.join();
    places.set(key, [site.at, [...(places.get(key)?.[1] ?? []), site]]);
  }
  return places.values();
}

function mark(drawn, at, sites, map, words) {
  const colours = {};
  for (const site of sites) colours[site.colour] = (colours[site.colour] ?? 0) + 1;
  const only = Object.keys(colours).length === 1 ? sites[0].colour : '';
  if (sites.length > 1) {
    const label = `${sites.map((site) => site.name).join(', ')}: ${tally(colours, words)}`;
    put(drawn, at, bubble(sites.length, only), 34, label, () => document.getElementById(`in-view-${sites[0].code}`)?.focus());
    return;
  }
  const [site] = sites;
  put(drawn, at, shape(only), 24, `${site.name}: ${words.colours[site.colour]}`, () => { window.location.href = site.address; });
}

function put(drawn, at, html, side, label, act) {
  const icon = L.divIcon({ className: 'pin', html, iconSize: [side, side] });
  const marker = L.marker(at, { icon, title: label, keyboard: true }).addTo(drawn);
  marker.getElement().setAttribute('aria-label', label);
  marker.on('click', act);
  marker.on('keypress', (event) => event.originalEvent.key === 'Enter' && act());
}

function bubble(count, only) {
  const made = document.createElement('span');
  made.className = `bubble status-${only || 'several'}`;
  if (only) made.append(shape(only));
  made.append(String(count));
  return made;
}

function shape(colour) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', `i status-${colour}`);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#i-${SHAPES[colour]}`);
  svg.append(use);
  return svg;
}

function closer(map, cluster) {
  const bounds = L.latLngBounds(cluster.bounds).pad(0.2);
  const zoom = Math.max(map.getZoom() + 1, Math.min(map.getBoundsZoom(bounds), 11));
  map.setView(bounds.getCenter(), zoom);
}

function list(place, found, map, words) {
  const rows = found.sites.length
    ? found.sites.map((site) => row(link(site), [[site.colour, 0]], words))
    : found.clusters.slice(0, 40).map((each) => row(button(each, map, words), Object.entries(each.colours), words));
  place.querySelector('[data-inview]').replaceChildren(...rows);
  const total = found.clusters.reduce((sum, each) => sum + each.count, 0);
  say(place, total ? words.view.replace('%n', counted(total, words)) : words.none);
}

function row(first, colours, words) {
  const made = document.createElement('tr');
  const [name, state] = [document.createElement('td'), document.createElement('td')];
  name.append(first);
  for (const [colour, count] of colours) {
    const chip = document.createElement('span');
    chip.className = 'chip';
    chip.dataset.s = colour;
    chip.append(shape(colour), count ? `${count} ${words.colours[colour]}` : words.colours[colour]);
    state.append(chip, ' ');
  }
  made.append(name, state);
  return made;
}

function link(site) {
  const made = document.createElement('a');
  Object.assign(made, { href: site.address, textContent: site.name, id: `in-view-${site.code}` });
  return made;
}

function button(cluster, map, words) {
  const made = document.createElement('button');
  Object.assign(made, { type: 'button', className: 'link', textContent: counted(cluster.count, words) });
  made.title = words.closer;
  made.addEventListener('click', () => closer(map, cluster));
  return made;
}

function tally(colours, words) {
  return Object.entries(colours).map(([colour, count]) => `${count} ${words.colours[colour]}`).join(', ');
}

function counted(count, words) {
  return count === 1 ? words.site : words.sites.replace('%n', count.toLocaleString(document.documentElement.lang));
}

function say(place, text) {
  place.querySelector('[data-said]').textContent = text;
}
