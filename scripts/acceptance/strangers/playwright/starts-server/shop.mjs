// The server of the configuration beside it.
import { createServer } from 'node:http';

createServer((_, response) => response.end('shop')).listen(Number(process.env.SHOP_PORT), '127.0.0.1');
