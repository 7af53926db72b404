using ProofSaga.Hosting.Messaging;

namespace ProofSaga.Orchestrator.Tests.Attempts;

sealed class OrderRecorderDefinition() : WorkerDefinition<OrderRecorder>("generate-proof", slots: 1);
