import { z } from 'zod';

/** When something was, or is judged, as people say it: `2026-10-31`, or an ISO time with its zone. */
export const dayOrTime = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);
