'use strict';
// The option of a chart is data. Colours stand in it as "@name" and functions as
// "fn:name", each under a few keys that never hold text from the sales lines.
const xsell = (() => {
  const COLORS = new Set(['color', 'borderColor', 'backgroundColor', 'textBorderColor']);
  const FUNCTIONS = new Set(['formatter', 'renderItem']);

  // How numbers are written; the page and the pictures bring that of their locale.
  let locale = {group: ',', grouped: 4, point: '.', percent: ' %', space: ' ', sizes: ['k', 'M', 'bn'], words: {pp: 'pp'}};
  const speak = text => { locale = JSON.parse(text); };
  const word = (name, ...values) => values.reduce((s, v) => s.replace('{}', v), locale.words[name]);
  const group = s => s.length < locale.grouped ? s : s.replace(/\B(?=(\d{3})+$)/g, locale.group);
  const plain = (v, decimals) => {
    const [whole, rest] = String(+Math.abs(v).toFixed(decimals)).split('.');
    return (v < 0 && +(whole + '.' + (rest || 0)) ? '−' : '') + group(whole) + (rest ? locale.point + rest : '');
  };
  // The number in a text written so, or NaN.
  const parse = text => {
    let s = text.replace(locale.words.pp, '').replace(/[%\s]/g, '').split(locale.group).join('');
    return s === '' ? NaN : +s.replace(locale.point, '.').replace('−', '-');
  };
  // The day written so, as a number that orders days, or NaN.
  const day = text => {
    const n = text.match(/\d+/g) || [], month = locale.months.findIndex(m => text.includes(m)) + 1;
    return /^\d+\D.*\D\d{4}$/.test(text) && n.length === 3 - !!month ? n[n.length - 1] * 1e4 + (month || +n[1]) * 100 + +n[0] : NaN;
  };
  const scaled = v => {
    const a = Math.abs(v), n = a >= 1e9 ? 3 : a >= 1e6 ? 2 : a >= 1e3 ? 1 : 0;
    return plain(v / 1000 ** n, 2) + (n ? locale.space + locale.sizes[n - 1] : '');
  };
  const sign = (v, s) => (v > 0 ? '+' : '') + s;

  // The last value of a datum, where it is text, is what its tooltip says.
  const told = p => {
    const v = Array.isArray(p.value) ? p.value[p.value.length - 1] : undefined;
    return typeof v === 'string' ? v : p.name;
  };

  const functions = {
    money: scaled,
    quantity: scaled,
    count: scaled,
    number: v => plain(v, 2),
    ratio: v => plain(100 * v, 1) + locale.percent,
    points: v => sign(v, plain(100 * v, 1) + ' ' + locale.words.pp),
    change: v => sign(v, scaled(v)),
    tip: told,
    // All lines at one place of the axis; each datum is named by its printed value.
    slice: ps => [ps[0].axisValueLabel, ...ps.filter(p => p.name && p.value != null)
      .map(p => p.seriesName + '   ' + told(p))].join('\n'),
    // A bar from one value to another: [row, from, to].
    span: (params, api) => {
      const row = api.value(0), a = api.coord([api.value(1), row]), b = api.coord([api.value(2), row]);
      const height = Math.round(api.size([0, 1])[1] * 0.62);
      return {type: 'rect', style: {fill: api.visual('color')}, shape: {
        x: Math.min(a[0], b[0]), y: Math.round(a[1] - height / 2), width: Math.max(1, Math.abs(b[0] - a[0])), height}};
    },
    // A thin line from one value to another with a stop at each end: [row, low, high].
    whisker: (params, api) => {
      const row = api.value(0), a = api.coord([api.value(1), row]), b = api.coord([api.value(2), row]);
      const line = (x1, y1, x2, y2) => ({type: 'line', shape: {x1, y1, x2, y2}, style: {stroke: api.visual('color'), lineWidth: 1.5, fill: null}});
      return {type: 'group', children: [line(a[0], a[1], b[0], b[1]),
        line(a[0], a[1] - 4, a[0], a[1] + 4), line(b[0], b[1] - 4, b[0], b[1] + 4)]};
    },
    // An upright line from one value to another: [x, low, high].
    stem: (params, api) => {
      const [x, y1] = api.coord([api.value(0), api.value(1)]), y2 = api.coord([api.value(0), api.value(2)])[1];
      return {type: 'line', shape: {x1: x, y1, x2: x, y2}, style: {stroke: api.visual('color'), lineWidth: 1}};
    },
    // A line between two points: [x, y, x, y, width].
    link: (params, api) => {
      const [x1, y1] = api.coord([api.value(0), api.value(1)]), [x2, y2] = api.coord([api.value(2), api.value(3)]);
      return {type: 'line', shape: {x1, y1, x2, y2}, style: {stroke: api.visual('color'), lineWidth: api.value(4)}};
    },
    // A dashed line through the plot: [row, value].
    mark: (params, api) => {
      const {y, height} = params.coordSys, x = api.coord([api.value(1), api.value(0)])[0];
      return {type: 'line', shape: {x1: x, y1: y, x2: x, y2: y + height}, style: {stroke: api.visual('color'), lineDash: [4, 4]}};
    },
  };

  // Functions that draw in colours of their own.
  const SHADES = ['o3', 'o2', 'o1', 'b0', 'b1', 'b2', 'b3', 'b4', 'b5'];
  const painters = {
    // A cell of a heat map, its value printed where it has room: [column, row, value, shade, text, tip].
    cell: palette => (params, api) => {
      const [x, y] = api.coord([api.value(0), api.value(1)]), [width, height] = api.size([1, 1]);
      const shade = api.value(3), text = api.ordinalRawValue(4);
      return {type: 'rect', shape: {x: x - width / 2, y: y - height / 2, width, height},
        style: {fill: palette(SHADES[shade] || 'grid'), stroke: palette('card'), lineWidth: Math.min(2, width / 4)},
        textConfig: {position: 'inside'},
        textContent: !text || text.length * 6.2 > width ? undefined : {style: {text, fill: palette(shade < 1 || shade > 6 ? 'onstrong' : 'ink'), fontSize: text.length * 7.4 > width ? 11 : 12, ...font}}};
    },
  };

  // What all charts have alike. Names of fonts stand unquoted: the library writes them
  // into attributes as they are.
  const font = {fontFamily: 'system-ui, Segoe UI, Roboto, Helvetica, Arial, sans-serif'};
  const alike = {
    animation: false,
    color: ['@ink'],
    textStyle: font,
    tooltip: {renderMode: 'richText', confine: true, padding: [7, 10], backgroundColor: '@card', borderColor: '@line',
      textStyle: {color: '@ink', fontSize: 12, lineHeight: 18, ...font}},
  };
  const axis = {
    axisTick: {show: false},
    axisLabel: {color: '@muted', fontSize: 12},
    nameTextStyle: {color: '@muted', fontSize: 12},
    axisLine: {lineStyle: {color: '@line', width: 1}},
    splitLine: {lineStyle: {color: '@grid', width: 1}},
  };
  const isMap = v => v && typeof v === 'object' && !Array.isArray(v);
  const merge = (under, over) => {
    const out = {...under, ...over};
    for (const k in under) if (isMap(under[k]) && isMap(over[k])) out[k] = merge(under[k], over[k]);
    return out;
  };

  // resolve replaces the names by the colours of the palette and by the functions.
  const resolve = (node, palette, key) => {
    if (Array.isArray(node)) return node.map(n => resolve(n, palette, key));
    if (node && typeof node === 'object') {
      return Object.fromEntries(Object.entries(node).map(([k, v]) => [k, resolve(v, palette, k)]));
    }
    if (typeof node !== 'string') return node;
    if (COLORS.has(key) && node[0] === '@') return palette(node.slice(1));
    if (FUNCTIONS.has(key) && node.startsWith('fn:')) {
      const name = node.slice(3);
      return functions[name] || painters[name](palette);
    }
    return node;
  };
  // option is the whole option of a chart.
  const option = (data, palette) => {
    const o = merge(alike, JSON.parse(data));
    for (const k of ['xAxis', 'yAxis']) o[k] = o[k].map(a => merge(axis, a));
    return resolve(o, palette);
  };
  return {option, plain, speak, parse, day, word, language: () => locale.language};
})();
