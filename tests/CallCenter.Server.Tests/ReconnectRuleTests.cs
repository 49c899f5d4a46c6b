using System.Text.RegularExpressions;
using CallCenter.Client;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>Whether a client reconnects is decided by the reason: no reason says one thing and does another.</summary>
public sealed partial class ReconnectRuleTests
{
    private static readonly Dictionary<string, RpcException> Failures = new[]
    {
        Errors.RpcErrors.HelloExpected("x"), Errors.RpcErrors.SequenceGap(new(1), new(2), "x"),
        Errors.RpcErrors.Superseded("pbx", new(1), "x"), Errors.RpcErrors.BatchTooLarge(2, 1),
        Errors.RpcErrors.SelectorInvalid(new("x", "y")), Errors.RpcErrors.TooManyGroups(new(2, 1)),
        Errors.RpcErrors.StoreUnavailable("x"), Errors.RpcErrors.Stopping(), Errors.RpcErrors.Idle(TimeSpan.FromSeconds(1)),
        Errors.RpcErrors.SourceStreaming(new(new(Core.Identity.TenantId.Default, "pbx"))), Errors.RpcErrors.Defect(),
        Errors.RpcErrors.ClockSetBack(new(TimeSpan.FromHours(1))), Errors.RpcErrors.AcksUnread(TimeSpan.FromSeconds(1)),
        Errors.RpcErrors.UpdatesUnread(TimeSpan.FromSeconds(1)),
        Errors.RpcErrors.PublishBacklog(new(new(Core.Identity.TenantId.Default, "pbx"), 1)), Errors.RpcErrors.RequestUnreadable("x"),
        Errors.RpcErrors.RequestTooLarge(1), Errors.RpcErrors.MethodUnknown("x"), Errors.RpcErrors.AnswerTooLarge(2, 1),
        Errors.RpcErrors.EventsRejected(new PublishResponse { Rejections = { new Rejection { Reason = ErrorReason.EventTooOld } } }),
    }.ToDictionary(f => CallCenterException.From(f).Reason);

    public static TheoryData<string> Reasons => [.. Failures.Keys];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_client_reconnects_exactly_where_the_contract_says_so(string reason)
        => Assert.Equal(SaysReconnect(reason), CallCenterException.From(Failures[reason]).Retryable);

    private static bool SaysReconnect(string reason)
    {
        var proto = File.ReadAllText(Path.Combine(RepositoryFolder(), "protos/callcenter/v1/error_reason.proto"));
        var comment = Regex.Match(proto, @"((?:  //[^\n]*\n)+)  ERROR_REASON_" + reason + " = ").Groups[1].Value;
        return Retry().IsMatch(comment.Replace("\n  // ", " "));
    }

    private static string RepositoryFolder()
    {
        var folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "protos"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex("reconnect|try again")]
    private static partial Regex Retry();
}
