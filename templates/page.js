(() => {
  const root = document.documentElement, wide = matchMedia('(prefers-color-scheme: dark)');
  xsell.speak(root.dataset.words);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const make = (tag, props) => Object.assign(document.createElement(tag), props);
  const remembered = value => {
    try {
      if (value) localStorage.setItem('xsell-theme', value);
      return localStorage.getItem('xsell-theme');
    } catch { return null; }
  };
  const dark = () => root.dataset.theme ? root.dataset.theme === 'dark' : wide.matches;
  if (remembered()) root.dataset.theme = remembered();

  // What the reader shows only: a name, or a part of names; '' for all.
  let only = '';
  const is = text => text === only || ` + ${text} + `.includes(` + ${only} + `);
  // focus leaves the marks of a chart that are of the name in their colours; nothing where none is.
  const focus = option => {
    const style = getComputedStyle(root), x = option.xAxis[0].data || [], y = option.yAxis[0].data || [];
    const marks = [];
    for (const s of option.series) {
      s.data.forEach((d, i) => {
        const v = Array.isArray(d) ? d : d && d.value;
        const at = s.type === 'bar' ? [y[i], x[i]] : !Array.isArray(v) ? [] : s.type === 'scatter' ? [y[v[1]], d.name] : x.length && y.length ? [x[v[0]], y[v[1]]] : [y[v[0]], x[v[0]]];
        marks.push({s, i, hit: [s.name, ...at].some(n => n && is(n))});
      });
    }
    if (!marks.some(m => m.hit)) return;
    const faint = {color: style.getPropertyValue('--line').trim()};
    for (const {s, i, hit} of marks) {
      if (hit) continue;
      const d = s.data[i];
      if (s.type === 'line') Object.assign(s, {lineStyle: {...s.lineStyle, ...faint}, itemStyle: faint});
      else if (Array.isArray(d)) s.data[i] = [...d.slice(0, 3), -1, '', d[5]];
      else if (d && typeof d === 'object') d.itemStyle = {...d.itemStyle, ...faint};
    }
  };

  // Charts start when they come near the screen; until then, and in print, their SVG stands.
  const charts = new Map();
  // squeeze gives a chart on a phone less margin and shorter names, and says how high it is where
  // that takes more room.
  const squeeze = (option, width) => {
    if (option.grid.length > 1) {
      option.grid.forEach((g, i) => Object.assign(g, {left: i % 2 ? '58%' : '15%', width: '41%'}));
      for (const y of option.yAxis) {
        Object.assign(y, {name: y.name.replace('   ', '\n'), nameGap: 3, nameTruncate: {maxWidth: 0.41 * width, ellipsis: '…'}});
        Object.assign(y.nameTextStyle, {fontSize: 10, lineHeight: 11});
      }
      return;
    }
    if (option.narrow) {
      const {width, height, name, knots, links} = option.narrow, [lines, dots] = option.series;
      option.xAxis[0].max = width;
      option.yAxis[0].max = height;
      lines.data.forEach((d, i) => d.value.splice(0, 4, ...links[i]));
      dots.data.forEach((d, i) => d.value.splice(0, 2, ...knots[i]));
      dots.label.width = name;
      return height;
    }
    const grid = option.grid[0], x = option.xAxis[0], y = option.yAxis[0];
    const longest = axis => Math.max(...axis.data.map(n => n.length));
    let high;
    if (y.type === 'category') {
      const most = longest(y);
      grid.left = Math.min(+grid.left, (most > 36 ? 0.42 : 0.34) * width);
      const room = y.axisLabel.width = grid.left - 14;
      if (most * 7.4 > room) {
        const lines = most * 6.4 > 2 * room ? 3 : 2;
        Object.assign(y.axisLabel, {overflow: 'break', lineOverflow: 'truncate', height: 11.5 * lines, lineHeight: 11.5, fontSize: 10});
        if (lines > 2) high = y.data.length * 40 + +grid.top + +grid.bottom;
      }
    }
    grid.right = Math.min(+grid.right, 0.22 * width);
    for (const s of option.series) {
      if (s.endLabel) Object.assign(s.endLabel, {width: grid.right - 8, overflow: 'break', fontSize: 11, lineHeight: 12});
      if (s.label && s.label.width) {
        Object.assign(s.label, {overflow: 'break', lineOverflow: 'truncate', height: 22, lineHeight: 11, fontSize: 10});
        for (const d of [s, ...s.data]) if (d.label) d.label.width = grid.right - 6;
      }
    }
    if (x.minInterval) { // names of every so many ticks, evenly
      const {min, max, minInterval: interval} = x, {formatter} = x.axisLabel, from = min < 0 && max > 0 ? 0 : min, ticks = [];
      for (let v = min; v <= max + interval / 2; v += interval) ticks.push(+v.toPrecision(9));
      const every = Math.ceil((Math.max(...ticks.map(v => formatter(v).length)) * 7 + 10) / ((width - grid.left - grid.right) / (ticks.length - 1)));
      x.axisLabel.customValues = ticks.filter(v => Math.round((v - from) / interval) % every === 0);
    }
    if (x.type === 'category' && y.type === 'category' && x.axisLabel.width) {
      const most = longest(x), room = (width - grid.left - grid.right) / x.data.length;
      const rotate = most < 3 || most * 7 < room ? 0 : room < 15 ? 90 : 45;
      Object.assign(x.axisLabel, {rotate, width: 100, interval: 0, hideOverlap: false, fontSize: room < 15 ? 9 : 12});
      grid.bottom = rotate ? Math.min(rotate < 90 ? 84 : 112, 16 + 5.6 * most) : 28;
      const cells = option.series[0].data; // printed in all or in none
      if (cells.some(d => d[4].length * 6.2 > room)) for (const d of cells) d[4] = '';
      if (rotate) high = 26 * y.data.length + +grid.top + grid.bottom; // or names of rows are left out
    }
    return high;
  };
  const draw = box => {
    const style = getComputedStyle(root), live = charts.get(box);
    const option = xsell.option(box.nextElementSibling.textContent, name => style.getPropertyValue('--' + name).trim());
    if (only) focus(option);
    const narrow = box.clientWidth < 480, height = (narrow && squeeze(option, box.clientWidth) || box.dataset.height) + 'px';
    if (box.style.height !== height) {
      box.style.height = height;
      live.resize();
    }
    live.setOption(option, true);
    box.dataset.drawn = narrow ? 'narrow' : 'wide';
  };
  const start = box => {
    const live = echarts.init(box.appendChild(make('div', {className: 'live', ariaHidden: 'true'})), null, {renderer: 'canvas'});
    charts.set(box, live);
    draw(box);
    box.classList.add('started');
    if (box.dataset.group) {
      live.group = box.dataset.group;
      echarts.connect(live.group);
    }
    new ResizeObserver(() => {
      if (!box.clientWidth) return;
      live.resize();
      if (box.dataset.drawn !== (box.clientWidth < 480 ? 'narrow' : 'wide')) draw(box);
    }).observe(box);
  };
  // The library stands packed in the page; where it cannot be unpacked, the charts stay pictures.
  const unpack = async () => {
    const bytes = Uint8Array.from(atob(document.getElementById('library').textContent), c => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    document.head.append(make('script', {textContent: await new Response(stream).text()}));
  };
  const startCharts = () => {
    const near = new IntersectionObserver(seen => {
      for (const s of seen) {
        if (s.isIntersecting) {
          near.unobserve(s.target);
          start(s.target);
        }
      }
    }, {rootMargin: '400px'});
    all('.plot').forEach(box => near.observe(box));
  };

  const startTheme = () => {
    const button = document.getElementById('theme');
    const show = () => {
      button.setAttribute('aria-pressed', dark());
      for (const box of charts.keys()) draw(box);
    };
    button.hidden = false;
    button.onclick = () => {
      root.dataset.theme = dark() ? 'light' : 'dark';
      remembered(root.dataset.theme);
      show();
    };
    wide.addEventListener('change', show);
    show();
  };

  // The value of a printed cell: a number where it is one, else its text.
  const collator = new Intl.Collator(xsell.language(), {numeric: true});
  const value = (row, column, isDay) => {
    const text = row.cells[column].textContent, number = isDay ? xsell.day(text) : xsell.parse(text);
    return text === '' ? null : isNaN(number) ? text : number;
  };
  const compare = (a, b) => typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(a, b);
  const fold = table => {
    const first = +table.parentNode.dataset.first;
    [...table.tBodies[0].rows].forEach((row, i) => row.classList.toggle('rest', i >= first));
  };
  const sort = (table, column, down) => {
    const body = table.tBodies[0];
    const isDay = [...body.rows].every(row => !row.cells[column].textContent || xsell.day(row.cells[column].textContent));
    const rows = [...body.rows].map((row, i) => ({row, i, key: value(row, column, isDay)}));
    rows.sort((a, b) => (a.key === null) - (b.key === null) ||
      (a.key === null ? 0 : (down ? -1 : 1) * compare(a.key, b.key)) || a.i - b.i);
    body.append(...rows.map(r => r.row));
    fold(table);
    all('thead th', table).forEach((th, i) => th.setAttribute('aria-sort', i !== column ? 'none' : down ? 'descending' : 'ascending'));
  };
  const startSort = table => all('thead th', table).forEach((th, column) => {
    const button = make('button', {type: 'button', className: 'sort'});
    button.append(...th.childNodes);
    th.append(button);
    th.setAttribute('aria-sort', 'none');
    button.onclick = () => {
      const was = th.getAttribute('aria-sort');
      sort(table, column, was === 'none' ? !th.classList.contains('t') : was === 'ascending');
    };
  });

  const copy = async (table, button) => {
    const text = [...table.rows].filter(r => !r.hidden)
      .map(r => [...r.cells].map(c => c.textContent.replace(/\s+/g, ' ').trim()).join('\t')).join('\n');
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      const area = document.body.appendChild(make('textarea', {value: text}));
      area.select();
      done = document.execCommand('copy');
      area.remove();
    }
    const label = button.textContent;
    button.textContent = xsell.word(done ? 'copied' : 'failed');
    setTimeout(() => { button.textContent = label; }, 1500);
  };

  // folded is a text as it is searched: of any case, with any space between figures.
  const folded = text => text.toLowerCase().replace(/\s/g, ' ');

  const startTable = box => {
    const table = box.querySelector('table'), rows = [...table.tBodies[0].rows], first = +box.dataset.first;
    const count = make('span', {className: 'count', role: 'status'});
    let texts, wanted = '', keep;
    const show = () => {
      if (wanted) texts = texts || rows.map(r => folded(r.textContent));
      let n = 0;
      rows.forEach((r, i) => { n += !(r.hidden = keep && !keep.has(r) || wanted && !texts[i].includes(wanted)); });
      box.classList.toggle('filtered', !!(wanted || keep));
      count.textContent = wanted || keep ? xsell.word('of', xsell.plain(n, 0), xsell.plain(rows.length, 0)) : '';
    };
    shown.set(table, set => { keep = set; show(); });
    startSort(table);
    const tools = make('div', {className: 'tools'});
    const copying = make('button', {type: 'button', textContent: xsell.word('copy')});
    copying.onclick = () => copy(table, copying);
    if (rows.length > first) {
      const filter = make('input', {type: 'search', placeholder: xsell.word('filter'), ariaLabel: xsell.word('filterOf', table.caption.textContent)});
      const more = make('button', {type: 'button'});
      const unfold = open => {
        box.classList.toggle('folded', !open);
        more.ariaExpanded = String(open);
        more.textContent = open ? xsell.word('first', first) : xsell.word('all', xsell.plain(rows.length, 0));
      };
      filter.oninput = () => {
        wanted = folded(filter.value.trim());
        show();
      };
      more.onclick = () => unfold(box.classList.contains('folded'));
      fold(table);
      unfold(false);
      tools.append(filter);
      box.after(make('div', {className: 'more'}));
      box.nextElementSibling.append(more);
    }
    tools.append(count, copying);
    box.before(tools);
  };

  // The search shows one name only: tables with a column of such names keep its rows, charts
  // its marks. What is shown stands in the address, so that a link can be sent.
  const shown = new Map();
  const startFind = () => {
    const form = document.getElementById('find'), [input, pick] = form.elements, list = form.querySelector('datalist');
    const [status, next] = [form.querySelector('span'), form.querySelector('button')];
    const cells = [], names = new Map();
    for (const table of shown.keys()) {
      all('th', table).forEach((th, i) => {
        if (th.dataset.of) for (const row of table.tBodies[0].rows) {
          const text = row.cells[i].textContent, of = th.dataset.of;
          if (!text || text[0] === '(') continue;
          cells.push({table, row, text, of});
          names.set(text, (names.get(text) || new Set()).add(of));
        }
      });
    }
    let hits = [], at = -1;
    const apply = () => {
      const exact = names.get(only), part = folded(only), keep = new Map();
      const hit = only ? cells.filter(c => exact ? c.text === only : folded(c.text).includes(part)) : [];
      if (exact) for (const c of cells) if (exact.has(c.of) && c.of !== 'item') keep.set(c.table, new Set());
      for (const c of hit) keep.set(c.table, (keep.get(c.table) || new Set()).add(c.row));
      for (const [table, set] of shown) set(keep.get(table));
      hits = [...keep].filter(k => k[1].size).map(k => k[0]);
      at = -1;
      status.textContent = !only ? '' : xsell.word('found', xsell.plain([...keep.values()].reduce((n, s) => n + s.size, 0), 0), hits.length);
      next.hidden = !hits.length;
      input.value = only;
      pick.value = only;
      if (pick.selectedIndex < 0) pick.selectedIndex = 0;
      for (const box of charts.keys()) draw(box);
    };
    const go = text => {
      only = text.trim();
      const anchor = location.hash.slice(1).split('&')[0];
      history.replaceState(null, '', '#' + anchor + (only ? '&only=' + encodeURIComponent(only) : ''));
      apply();
    };
    const jump = () => {
      if (!hits.length) return;
      const box = hits[at = (at + 1) % hits.length].parentNode;
      box.closest('article').scrollIntoView();
      box.focus({preventScroll: true});
    };
    const read = () => {
      const [anchor, ...rest] = location.hash.slice(1).split('&');
      const said = rest.find(r => r.startsWith('only='));
      if (said) {
        only = decodeURIComponent(said.slice(5));
        apply();
        document.getElementById(anchor)?.scrollIntoView();
      } else if (only) go(only);
    };
    list.append(...[...names.keys()].sort(collator.compare).slice(0, 3000).map(value => make('option', {value})));
    // What there are few of can be picked from a list too.
    const sorted = of => [...names].filter(n => n[1].has(of)).map(n => n[0]).sort(collator.compare).slice(0, 500);
    pick.append(make('option', {value: '', textContent: xsell.word('everything')}));
    for (const of of ['area', 'audience', 'type']) {
      const group = make('optgroup', {label: xsell.word(of)});
      group.append(...sorted(of).map(value => make('option', {value, textContent: value})));
      if (group.children.length > 1) pick.append(group);
    }
    pick.hidden = pick.options.length < 2;
    pick.onchange = () => go(pick.value);
    input.onchange = () => go(input.value);
    input.oninput = () => { if (!input.value || names.has(input.value)) go(input.value); };
    form.onsubmit = event => {
      event.preventDefault();
      if (input.value.trim() !== only) go(input.value);
      jump();
    };
    next.onclick = jump;
    form.hidden = false;
    addEventListener('hashchange', read);
    read();
  };

  const startNavigation = () => {
    const links = new Map(all('nav a').map(a => [a.hash.slice(1), a]));
    const seen = new IntersectionObserver(entries => {
      for (const e of entries) {
        if (!e.isIntersecting) continue;
        for (const a of links.values()) a.removeAttribute('aria-current');
        links.get(e.target.id).setAttribute('aria-current', 'true');
      }
    }, {rootMargin: '-20% 0px -70% 0px'});
    for (const id of links.keys()) seen.observe(document.getElementById(id));
  };

  document.addEventListener('DOMContentLoaded', () => {
    startTheme();
    all('.scroll').forEach(startTable);
    startFind();
    startNavigation();
    if (window.DecompressionStream) {
      for (const box of all('.plot')) {
        box.style.height = box.dataset.height + 'px';
        box.removeAttribute('tabindex'); // which let a narrow screen scroll the picture
      }
      unpack().then(startCharts);
    }
  });
})();
