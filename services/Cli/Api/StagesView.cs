namespace ProofSaga.Cli.Api;

public sealed record StagesView(StageView Generate, StageView Verify, StageView Publish);
