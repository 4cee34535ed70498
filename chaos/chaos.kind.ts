import { defineKind } from '../kernel/kind.ts';

export default defineKind({ name: 'chaos', title: 'Chaos', order: 40, view: 'experiment' });
