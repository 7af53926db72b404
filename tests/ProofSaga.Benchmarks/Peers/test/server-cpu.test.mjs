import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseStat, serverCpuMs } from '../measure/server-cpu.mjs';

test('A line of /proc/PID/stat is read behind a name with spaces and brackets', () => {
  const line = '4711 (postgres: (a) b) S 42 4711 4711 0 -1 4194304 900 800 0 0 31 12 7 5 20 0 1 0 100 0 0';
  assert.deepEqual(parseStat(line), { pid: 4711, parent: 42, own: 43, deadChildren: 12 });
});

test('A process uses CPU time', { skip: process.platform !== 'linux' }, () => {
  const before = serverCpuMs(process.pid);
  const end = process.cpuUsage().user + 30_000;
  while (process.cpuUsage().user < end);
  assert.ok(serverCpuMs(process.pid) > before);
});
