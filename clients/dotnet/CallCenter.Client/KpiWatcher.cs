using System.Runtime.CompilerServices;
using CallCenter.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CallCenter.Client;

/// <summary>Reads KPIs once or as a stream of boards that survives disconnections. Safe for several callers at once.</summary>
public sealed class KpiWatcher : IDisposable
{
    private readonly KpiService.KpiServiceClient _client;
    private readonly GrpcChannel? _ownChannel;

    /// <summary>Makes a watcher with a channel of its own.</summary>
    /// <param name="address">Where the server listens, such as "http://127.0.0.1:50051".</param>
    /// <param name="credential">What the server asks for; null when it asks for nothing.</param>
    public KpiWatcher(string address, CallCenterCredential? credential = null)
    {
        _ownChannel = CallCenterChannel.Open(address, credential);
        _client = new KpiService.KpiServiceClient(_ownChannel);
    }

    /// <summary>Makes a watcher with a channel of the caller, who disposes it after the watcher.</summary>
    /// <param name="channel">The channel.</param>
    public KpiWatcher(ChannelBase channel) => _client = new KpiService.KpiServiceClient(channel);

    /// <summary>
    /// Watches a selector: a board at once, a new one for every message, heartbeats included, and the last one again as stale when
    /// the server is silent for too long. After a disconnection it resumes from its token. Ends only by the token or by an exception.
    /// </summary>
    /// <param name="selector">Which KPIs, of what, over which window.</param>
    /// <param name="options">How the subscription behaves; null for the defaults.</param>
    /// <param name="token">Ends the watching, by an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The boards, oldest first.</returns>
    /// <exception cref="CallCenterException">The server refuses the selector, or the caller.</exception>
    public async IAsyncEnumerable<KpiBoard> WatchAsync(
        Selector selector, WatchOptions? options = null, [EnumeratorCancellation] CancellationToken token = default)
    {
        var merger = new BoardMerger();
        var subscription = new Subscription(_client, selector, options ?? new WatchOptions());
        bool isStale = false;
        await foreach (SubscribeResponse? message in subscription.ReadAsync(token).ConfigureAwait(false))
        {
            if (message is null && !isStale && merger.Board is { } last)
                yield return last.Stale();
            isStale = message is null;
            if (message is null)
                continue;
            if (merger.TryApply(message))
                yield return merger.Board!;
            else
                subscription.Forget();
        }
    }

    /// <summary>Like <see cref="WatchAsync"/>, with the server's messages, large ones put together, for relays and recordings.</summary>
    /// <param name="selector">Which KPIs, of what, over which window.</param>
    /// <param name="options">How the subscription behaves; null for the defaults.</param>
    /// <param name="token">Ends the stream, by an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The messages, oldest first.</returns>
    /// <exception cref="CallCenterException">The server refuses the selector, or the caller.</exception>
    public async IAsyncEnumerable<SubscribeResponse> SubscribeAsync(
        Selector selector, WatchOptions? options = null, [EnumeratorCancellation] CancellationToken token = default)
    {
        var subscription = new Subscription(_client, selector, options ?? new WatchOptions());
        await foreach (SubscribeResponse? message in subscription.ReadAsync(token).ConfigureAwait(false))
        {
            if (message is not null)
                yield return message;
        }
    }

    /// <summary>
    /// Reads the values of a selector now, however many they are. Includes every event that was acked before the call.
    /// </summary>
    /// <param name="selector">Which KPIs, of what, over which window.</param>
    /// <param name="token">Ends the call.</param>
    /// <returns>The board.</returns>
    /// <exception cref="CallCenterException">The call failed.</exception>
    public async Task<KpiBoard> GetSnapshotAsync(Selector selector, CancellationToken token = default)
    {
        var request = new GetSnapshotRequest { Selector = selector };
        try
        {
            return KpiBoard.From(
                await AnswerAsync(_client.GetSnapshotAsync(request, cancellationToken: token), token).ConfigureAwait(false));
        }
        catch (CallCenterException e) when (e.Reason == RpcFailure.NameOf(ErrorReason.AnswerTooLarge))
        {
            return await FirstBoardAsync(selector, token).ConfigureAwait(false); // A subscription sends it in parts.
        }
    }

    /// <summary>Reads the definitions of all KPIs, in the order of the catalogue.</summary>
    /// <param name="token">Ends the call.</param>
    /// <returns>The definitions.</returns>
    /// <exception cref="CallCenterException">The call failed.</exception>
    public async Task<IReadOnlyList<KpiDefinition>> ListKpisAsync(CancellationToken token = default)
    {
        ListKpisResponse answer = await AnswerAsync(_client.ListKpisAsync(new ListKpisRequest(), cancellationToken: token), token)
            .ConfigureAwait(false);
        return answer.Kpis.AsReadOnly();
    }

    /// <summary>Closes the watcher's own channel, if it has one.</summary>
    public void Dispose() => _ownChannel?.Dispose();

    private async Task<KpiBoard> FirstBoardAsync(Selector selector, CancellationToken token)
    {
        await foreach (KpiBoard board in WatchAsync(selector, token: token).ConfigureAwait(false))
            return board;
        throw new OperationCanceledException(token);
    }

    private static async Task<T> AnswerAsync<T>(AsyncUnaryCall<T> call, CancellationToken token)
    {
        using (call)
        {
            try
            {
                return await call.ResponseAsync.ConfigureAwait(false);
            }
            catch (RpcException e)
            {
                token.ThrowIfCancellationRequested();
                throw CallCenterException.From(e);
            }
        }
    }
}
