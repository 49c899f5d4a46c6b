using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Client;

/// <summary>The messages of one selector over successive streams.</summary>
internal static class Subscription
{
    public static ResumingStream<SubscribeResponse> Of(KpiService.KpiServiceClient client, Selector selector, WatchOptions options)
        => new(options)
        {
            Open = (resumeToken, token) => client.Subscribe(RequestOf(selector, options, resumeToken), cancellationToken: token),
            MakeAssembler = () => new PartAssembler().Add,
            TokenOf = message => message.ResumeToken,
            StaleAfterOf = message => message.Pace?.StaleAfter?.ToTimeSpan(),
        };

    private static SubscribeRequest RequestOf(Selector selector, WatchOptions options, ByteString resumeToken)
    {
        var request = new SubscribeRequest
        {
            Selector = selector,
            ResumeToken = resumeToken,
            Mode = options.Mode,
            DeadBands = { options.DeadBands },
        };
        if (options.MinInterval is { } interval)
            request.MinInterval = Duration.FromTimeSpan(interval);
        return request;
    }
}
