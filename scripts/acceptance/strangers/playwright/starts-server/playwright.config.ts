// Shows: the tool starts what it tests; nothing answers there before.
const port = Number(process.env['SHOP_PORT']);
export default {
  use: { baseURL: `http://127.0.0.1:${port}` },
  webServer: { command: 'node shop.mjs', url: `http://127.0.0.1:${port}` },
};
