import { defineKind } from '../kernel/kind.ts';

export default defineKind({ name: 'contract', title: 'Contract', order: 20 });
