import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePorts } from '../../../fixtures/services/free-port.ts';
import {
  startAlertmanager,
  startPrometheus,
} from '../../../fixtures/services/prometheus/start-prometheus.ts';
import { openMailSink } from '../../../fixtures/services/sinks/mail-sink.ts';
import type { Message } from '../../../fixtures/services/sinks/message.ts';
import { openWebhookSink } from '../../../fixtures/services/sinks/webhook-sink.ts';
import type { SuiteRun } from '../../../kernel/engine.ts';
import {
  alertmanagerConfig,
  type AlertmanagerConfig,
  prometheusFiles,
} from '../../observability/live-files.ts';
import { prometheusAt, type PrometheusApi } from '../../observability/prometheus-api.ts';
import { sourceText } from '../../observability/source-files.ts';
import { canaryConfig } from './canaries.ts';
import type { AlertingOptions } from './options.ts';

type Run = SuiteRun<AlertingOptions>;

export const CHAT = '/chat';
const ELSEWHERE = '/elsewhere';

export interface Programs {
  readonly prometheus: string;
  readonly alertmanager: string;
}

/** A Prometheus and an Alertmanager with the product's own files, another one for canaries, and who is told. */
export interface Monitoring extends AsyncDisposable {
  readonly prometheus: PrometheusApi;
  /** The Alertmanager of the canaries. */
  readonly canaries: string;
  /** All that arrived so far, of both. */
  readonly messages: readonly Message[];
  /** The word by which messages of this run are known. */
  readonly environment: string;
  readonly shipped: {
    readonly config: string;
    readonly rules: string;
    /** Alertmanager's, as it is shipped. */
    readonly messages: string;
    readonly route: AlertmanagerConfig;
  };
}

/** Its servers end with the suite's scope; its receivers when it is disposed of. */
export async function startMonitoring(run: Run, programs: Programs): Promise<Monitoring> {
  const { options, scope, signal, target } = run;
  const [config, rules, told] = await Promise.all(
    [options.config, options.rules, options.alertmanager].map((name) =>
      sourceText(run.environment, join(options.folder, name)),
    ),
  );
  const messages: Message[] = [];
  const sinks = new AsyncDisposableStack();
  try {
    const arrived = (message: Message) => void messages.push(message);
    const chat = sinks.use(await openWebhookSink(arrived));
    const mail = sinks.use(await openMailSink(arrived));
    const url = `http://${chat.host}${CHAT}`;
    const route = alertmanagerConfig(told ?? '', { chat: url, mail: mail.host }, options.shrink);
    const [a = 0, b = 0, c = 0] = await freePorts(3);
    const environment = `rehearsal-${randomUUID().slice(0, 8)}`;
    const at = async (name: string, port: number) => {
      const work = join(run.work, name);
      await mkdir(work, { recursive: true });
      return { scope, signal, work, port, logFile: join(run.work, `${name}.log`) };
    };
    const elsewhere = `http://${chat.host}${ELSEWHERE}`;
    const canaried = canaryConfig({ chat: url, elsewhere, mail: mail.host, to: options.mail });
    const files = prometheusFiles(
      { config: config ?? '', rules: rules ?? '' },
      {
        endpoints: target.metrics ?? [],
        ...{ environment, by: options.shrink, alertmanager: `127.0.0.1:${a}` },
      },
    );
    const [, canaries, prometheus] = await Promise.all([
      startAlertmanager(
        programs.alertmanager,
        { 'alertmanager.yml': stringify(route) },
        await at('alertmanager', a),
      ),
      startAlertmanager(
        programs.alertmanager,
        { 'alertmanager.yml': stringify(canaried) },
        await at('alertmanager-of-canaries', b),
      ),
      startPrometheus(programs.prometheus, files, await at('prometheus', c)),
    ]);
    return {
      ...{ canaries, messages, environment },
      prometheus: prometheusAt(prometheus),
      shipped: { config: config ?? '', rules: files['alerts.yml'] ?? '', messages: told ?? '', route },
      [Symbol.asyncDispose]: () => sinks.disposeAsync(),
    };
  } catch (error) {
    await sinks.disposeAsync();
    throw error;
  }
}
