namespace ProofSaga.Cli.Api;

/// <summary>What the command line shows of <c>GET /api/v1/proofs/{id}</c>.</summary>
public sealed record ProofView(
    Guid ProofId,
    string Status,
    int Progress,
    string Circuit,
    string ProofSystem,
    StagesView Stages,
    PublicationView? Publication,
    ErrorView? Error
)
{
    public bool IsOver => Status is "completed" or "failed" or "cancelled";
}
