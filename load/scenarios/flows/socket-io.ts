import { WebSocket } from 'k6/websockets';
import { apiUrl } from './target.ts';

/** What is heard on a Socket.IO connection. */
export interface Hearing {
  /** The server knows who we are: from now on it tells this tenant's events. */
  joined(): void;
  event(type: string, data: unknown): void;
  /** The connection is over, whoever ended it. `refusal` is the server's reason when it let nobody in. */
  over(refusal: string | undefined): void;
}

export interface Connection {
  /** Says goodbye and closes. */
  leave(): void;
}

/**
 * Socket.IO 5 in Engine.IO 4 frames over one WebSocket, as far as a listener needs it: it joins with its token, answers pings,
 * and hears. https://socket.io/docs/v4/engine-io-protocol and /socket-io-protocol: a packet is digits for its types, then JSON.
 */
export function connect(token: string, tags: Record<string, string>, hearing: Hearing): Connection {
  const url = `${apiUrl.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(url, null, { tags });
  let refusal: string | undefined;
  const packets: Readonly<Record<string, (json: string) => void>> = {
    '0': () => socket.send(`40${JSON.stringify({ token })}`),
    '2': () => socket.send('3'),
    '40': () => hearing.joined(),
    '41': () => socket.close(),
    '42': (json) => {
      const [type, data] = JSON.parse(json) as [string, unknown];
      hearing.event(type, data);
    },
    '44': (json) => {
      refusal = (JSON.parse(json) as { message?: string }).message ?? json;
      socket.close();
    },
  };
  socket.onmessage = (message) => {
    const [, type = '', json = ''] =
      /^(4\d|\d)([^]*)$/.exec((message as { readonly data: string }).data) ?? [];
    packets[type]?.(json);
  };
  socket.onclose = () => hearing.over(refusal);
  const leave = () => {
    socket.send('41');
    socket.close();
  };
  return { leave };
}
