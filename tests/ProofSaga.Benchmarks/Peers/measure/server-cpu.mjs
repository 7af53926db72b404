import { readFileSync, readdirSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second (USER_HZ) in /proc on every architecture that Node runs on. */
const MILLISECONDS_PER_TICK = 10;

/**
 * CPU time that a server and its child processes have used, in milliseconds: Postgres works in one child for each connection.
 * @param {number} pid
 */
export function serverCpuMs(pid) {
  let ticks = 0;
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = readStat(entry);
    if (!stat) continue;
    if (stat.pid === pid) ticks += stat.own + stat.deadChildren;
    else if (stat.parent === pid) ticks += stat.own;
  }
  return ticks * MILLISECONDS_PER_TICK;
}

/** @returns {{pid: number, parent: number, own: number, deadChildren: number} | null} null: the process is gone */
function readStat(pid) {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return null;
    throw error;
  }
}

/** One line of /proc/PID/stat, see proc(5): the program's name stands in brackets and may hold spaces and brackets itself. */
export function parseStat(line) {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ').map(Number);
  const [userTime, systemTime, childUserTime, childSystemTime] = fields.slice(11, 15);
  return {
    pid: Number.parseInt(line, 10),
    parent: fields[1],
    own: userTime + systemTime,
    deadChildren: childUserTime + childSystemTime,
  };
}
