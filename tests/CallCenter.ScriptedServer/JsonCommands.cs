using System.Text.Json.Nodes;
using CallCenter.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CallCenter.ScriptedServer;

/// <summary>
/// Scripts in JSON, one command a line: <c>{"subscribe": [STEP…]}</c> is the next subscription, <c>{"snapshot": ANSWER}</c> and
/// <c>{"listAgents": {"PAGE_TOKEN": ANSWER…}}</c> answer these calls, <c>{"listKpis": ANSWER}</c> too, <c>{"cut": true}</c> breaks the
/// connection of the last subscription, and <c>{"stop": true}</c> and <c>{"restart": true}</c> close and open the peer. A step is
/// <c>{"say": MESSAGE}</c>, <c>{"fail": FAILURE}</c> or <c>{"stay": true}</c> (silence until the client leaves); after the last one the
/// stream ends with OK. An answer is a message, or <c>{"fail": FAILURE}</c>. A failure has code, reason, message,
/// metadata and retryAfter (seconds; 0 to be retried at once).
/// Every request is said as <c>{"METHOD": REQUEST, "authorization": HEADER}</c>.
/// </summary>
internal sealed class JsonCommands(ScriptedPeer peer, Action<JsonObject> say)
{
    private SubscribeTalk? _last;

    public void SayAddresses() => say(new JsonObject { ["grpc"] = peer.Address, ["web"] = peer.WebAddress });

    public async Task RunAsync(JsonObject command)
    {
        (string name, JsonNode? value) = command.Single();
        switch (name)
        {
            case "subscribe":
                JsonArray steps = value!.AsArray();
                peer.Kpis.Next(talk => PlayAsync(talk, steps));
                break;
            case "snapshot":
                peer.Kpis.Snapshot = request => Answer<GetSnapshotResponse>("snapshot", request, value!);
                peer.Kpis.OnHeaders = headers => say(new JsonObject { ["authorization"] = headers.GetValue("authorization") });
                break;
            case "listAgents":
                peer.Kpis.Agents = request => Answer<ListAgentsResponse>("listAgents", request, value![request.PageToken]!);
                break;
            case "listKpis":
                peer.Kpis.Definitions = ListKpisResponse.Parser.ParseJson(value!.ToJsonString()).Kpis;
                break;
            case "cut":
                _last!.Cut();
                break;
            case "stop":
                await peer.StopAsync();
                break;
            case "restart":
                await peer.RestartAsync();
                break;
            default:
                throw new InvalidOperationException($"There is no command '{name}'; see JsonCommands.");
        }
        say(new JsonObject { ["done"] = name });
    }

    private T Answer<T>(string method, IMessage request, JsonNode answer)
        where T : IMessage<T>, new()
    {
        Say(method, request);
        if (answer["fail"] is { } failure)
            throw FailureOf(failure);
        return new MessageParser<T>(() => new T()).ParseJson(answer.ToJsonString());
    }

    private async Task PlayAsync(SubscribeTalk talk, JsonArray steps)
    {
        _last = talk;
        Say("subscribe", talk.Request);
        foreach (JsonNode? step in steps)
        {
            if (step!["say"] is { } message)
                await talk.SayAsync(SubscribeResponse.Parser.ParseJson(message.ToJsonString()));
            else if (step["fail"] is { } failure)
                throw FailureOf(failure);
            else
                await talk.UntilGoneAsync();
        }
    }

    private void Say(string method, IMessage request)
        => say(new JsonObject { [method] = JsonNode.Parse(JsonFormatter.Default.Format(request)) });

    private static RpcException FailureOf(JsonNode failure)
    {
        var code = Enum.Parse<StatusCode>((string)failure["code"]!);
        var message = (string?)failure["message"] ?? "It does not work.";
        if (failure["reason"] is not { } reason)
            return new RpcException(new Status(code, message));
        var named = Enum.Parse<ErrorReason>((string)reason!);
        if (failure["retryAfter"] is { } delay)
            return Refusal.RetryAfter(TimeSpan.FromSeconds((double)delay), named, message);
        var metadata = failure["metadata"]?.AsObject().Select(pair => (pair.Key, (string)pair.Value!)) ?? [];
        return Refusal.Of(code, named, message, [.. metadata]);
    }
}
