import { DBOS } from '@dbos-inc/dbos-sdk';
import pg from 'pg';
import { libraryVersion } from './library-version.mjs';

/**
 * One workflow of three steps, started directly: each step's result is stored before the next step begins, and a workflow that
 * a crash interrupted goes on after its last stored step (https://docs.dbos.dev/typescript/tutorials/workflow-tutorial).
 * @type {Parameters<import('../measure/measure.mjs').measure>[0]}
 */
export async function open({ url, steps, settings: changed }) {
  const settings = { poolSize: 32, ...changed };
  DBOS.setConfig({
    name: 'proofsaga-peer',
    systemDatabaseUrl: url,
    systemDatabasePoolSize: settings.poolSize,
    logLevel: 'error',
    enableOTLP: false,
    tracingEnabled: false,
  });
  const workflow = DBOS.registerWorkflow(
    async (flow) => {
      for (const step of [1, 2, 3]) await DBOS.runStep(async () => steps.ran(flow, step), { name: `step-${step}` });
    },
    { name: 'flow' },
  );
  await DBOS.launch();

  const store = new pg.Client({ connectionString: url });
  await store.connect();
  let failure;

  return {
    version: libraryVersion('@dbos-inc/dbos-sdk'),
    durable: "the workflow before it starts, each step's result before the next step, the workflow's end",
    settings,
    submit: async (flow) => {
      const handle = await DBOS.startWorkflow(workflow, { workflowID: flow })(flow);
      handle.getResult().then(
        () => steps.done(flow),
        (error) => (failure ??= error),
      );
    },
    completedSteps: async () => {
      if (failure) throw failure;
      const { rows } = await store.query(
        `SELECT (SELECT count(*)::int FROM dbos.operation_outputs) AS steps,
                (SELECT count(*)::int FROM dbos.workflow_status WHERE status <> 'SUCCESS') AS unfinished`,
      );
      return rows[0].steps - rows[0].unfinished;
    },
    close: async () => {
      await DBOS.shutdown();
      await store.end();
    },
  };
}
