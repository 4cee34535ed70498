import { defineKind } from '../kernel/kind.ts';

export default defineKind({ name: 'e2e', title: 'End to end', order: 10, view: 'browser' });
