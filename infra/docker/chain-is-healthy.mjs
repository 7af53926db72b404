// Exits 0 if the chain in this container answers.
const response = await fetch('http://127.0.0.1:8545', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId' }),
});
const { result } = await response.json();
if (result === undefined) process.exit(1);
