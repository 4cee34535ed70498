import { isIP } from 'node:net';

/** Whether the host name of a URL is this machine by whatever name resolution says. */
export function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost' || hostname === '[::1]') return true;
  return isIP(hostname) === 4 && hostname.startsWith('127.');
}
