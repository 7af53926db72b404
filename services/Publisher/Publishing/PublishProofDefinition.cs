using Microsoft.Extensions.Options;
using ProofSaga.Hosting.Messaging;

namespace ProofSaga.Publisher.Publishing;

class PublishProofDefinition(IOptions<PublisherOptions> options)
    : WorkerDefinition<PublishProofConsumer>("publish-proof", options.Value.Concurrency);
