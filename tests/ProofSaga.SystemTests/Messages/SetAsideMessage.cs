namespace ProofSaga.SystemTests.Messages;

/// <summary>A message in an error or skipped queue.</summary>
/// <param name="Kind">Which of the bad messages it is; null for another one.</param>
/// <param name="Reason">MassTransit's word for why it is there: <c>fault</c> or <c>dead-letter</c>.</param>
/// <param name="Error">What the exception said; null in a skipped queue.</param>
/// <param name="IsRetried">Was it tried again before?</param>
sealed record SetAsideMessage(string Queue, string? Kind, string? Reason, string? Error, bool IsRetried);
