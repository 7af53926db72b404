namespace ProofSaga.Intake.Reading;

sealed record StagesView(StageView Generate, StageView Verify, StageView Publish);
