using System.Diagnostics;
using Grpc.Core;

namespace CallCenter.Client;

/// <summary>Why a sender cannot reconcile its events with what the server says it has.</summary>
internal static class SendFailure
{
    public static CallCenterException Of(string reason, string source, long committed, long acked, long sent) =>
        new(StatusCode.FailedPrecondition, reason, Describe(reason, source))
        {
            Metadata = new Dictionary<string, string>
            {
                ["source"] = source,
                ["committedSequence"] = $"{committed}",
                ["ackedSequence"] = $"{acked}",
                ["sentSequence"] = $"{sent}",
            },
        };

    private static string Describe(string reason, string source) => reason switch
    {
        CallCenterException.CommittedAhead => $"The server has events of source '{source}' that this sender never sent, so another "
            + "adapter uses the same source; give each adapter a source of its own and restart this one.",
        CallCenterException.CommittedWentBack => $"The server has lost events of source '{source}' that it had acked, and they are not "
            + "kept here any more; restart the sender, or keep more with RetainedEventCount.",
        CallCenterException.ProtocolBroken => $"The server acked events of source '{source}' that were not sent on this stream.",
        _ => throw new UnreachableException(),
    };
}
