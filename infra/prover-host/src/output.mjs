/**
 * Takes standard output for the protocol alone: whatever else prints is thrown away. It is not moved to standard
 * error, because a circuit's own log() prints witness values.
 * @returns {(message: object) => void} writes one message as a line
 */
export function takeStandardOutput() {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (_chunk, encoding, done) => {
    (typeof encoding === "function" ? encoding : done)?.();
    return true;
  };
  for (const method of ["log", "info", "debug", "warn", "error", "trace", "dir", "table"]) console[method] = () => {};

  return (message) => write(`${JSON.stringify(message)}\n`);
}
