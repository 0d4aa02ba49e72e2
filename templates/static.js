// Run after the library and chart.js where there is no browser.
const drawStatic = (() => {
  // There is no time here: what the library puts off, it may leave.
  globalThis.setTimeout = globalThis.clearTimeout = () => 0;
  // Nor is there chance: each chart begins with the same numbers.
  let seed;
  Math.random = () => (seed = seed * 16807 % 2147483647) / 2147483647;
  return (option, palette, width, height, locale) => {
    xsell.speak(locale);
    seed = 1;
    const colors = JSON.parse(palette);
    const chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width, height});
    try {
      chart.setOption(xsell.option(option, name => colors[name]));
      return chart.renderToSVGString();
    } finally {
      chart.dispose();
    }
  };
})();
