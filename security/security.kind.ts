import { defineKind } from '../kernel/kind.ts';

export default defineKind({ name: 'security', title: 'Security', order: 50, view: 'findings' });
