import { valuesOf } from './exchange.ts';
import { defineRule, type Problem } from './rule.ts';

const FRAMEWORK = [
  'x-powered-by',
  'x-aspnet-version',
  'x-aspnetmvc-version',
  'x-generator',
  'x-runtime-version',
];

function problem(header: string): Problem {
  return {
    variant: 'told',
    severity: 2.6,
    cwe: 497,
    title: 'A header tells what software answers',
    fix: `Remove the header ${header}, or its version.`,
    parameter: header,
    ofSite: true,
  };
}

export default defineRule({
  name: 'server-version',
  proves: ['SEC-08/headers'],
  needs: 'an answer',
  applies: (exchange) => exchange.status > 0,
  problems({ responseHeaders }) {
    const versioned = ['server', 'via'].filter((name) =>
      // A digit after a slash is a version; `via: 1.1 proxy` is a protocol's.
      valuesOf(responseHeaders, name).some((value) => /[a-z]\/\d/i.test(value.replace(/^http\/\d\S*/i, ''))),
    );
    const frameworks = FRAMEWORK.filter((name) => valuesOf(responseHeaders, name).length > 0);
    return [...versioned, ...frameworks].map(problem);
  },
});
