import { defineKind } from '../kernel/kind.ts';

export default defineKind({ name: 'release', title: 'Release', order: 60 });
