namespace ProofSaga.SystemTests.Messages;

/// <summary>The dead letter of a message that was set aside.</summary>
/// <param name="Kind">Which of the bad messages it is, by the header that is kept encrypted with it; null for another one.</param>
/// <param name="Attempts">How often a consumer tried it.</param>
/// <param name="IsWhole">Is every byte of it kept?</param>
sealed record SetAsideMessage(string Queue, string? Kind, string Code, string Error, int Attempts, bool IsWhole);
