namespace ProofSaga.Persistence.Proofs;

public static class ProofStatusExtensions
{
    /// <summary>The statuses that nothing follows.</summary>
    public static IReadOnlyList<ProofStatus> Terminal { get; } =
    [ProofStatus.Completed, ProofStatus.Failed, ProofStatus.Cancelled];

    public static bool IsTerminal(this ProofStatus status) => Terminal.Contains(status);

    /// <summary>Share of the way that lies behind a proof, in percent: 0, 33, 66 or 100.</summary>
    /// <remarks>A failed or cancelled proof shows how far it got: pass the last status before that.</remarks>
    public static int ProgressPercent(this ProofStatus status) =>
        status switch
        {
            ProofStatus.Generated or ProofStatus.Verifying => 33,
            ProofStatus.Verified or ProofStatus.Publishing => 66,
            ProofStatus.Completed => 100,
            _ => 0,
        };
}
