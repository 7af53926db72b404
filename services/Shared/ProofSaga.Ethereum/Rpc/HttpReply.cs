using System.Net;

namespace ProofSaga.Ethereum.Rpc;

/// <param name="RetryAfter">How long the endpoint asks to be left alone (RFC 9110, section 10.2.3); null if it does not.</param>
sealed record HttpReply(HttpStatusCode Status, TimeSpan? RetryAfter, byte[] Body);
