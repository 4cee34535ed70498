import { defineKind } from '../kernel/kind.ts';

export default defineKind({ name: 'load', title: 'Load', order: 30, view: 'load' });
