using System.Collections.Concurrent;

namespace CallCenter.Engine.Board;

/// <summary>
/// Requests that need a view evaluated, apart from those that do not: a commit does not wait behind them. Written by any thread, read by
/// the board's loop.
/// </summary>
internal sealed class ViewQuestions
{
    private readonly ConcurrentQueue<BoardRequest> _waiting = new();
    private bool _isTold;
    private bool _isClosed;

    public bool Any => !_waiting.IsEmpty;

    public int Count => _waiting.Count;

    /// <summary>Adds a question.</summary>
    /// <returns>The request that makes the loop look; null when one is on its way.</returns>
    public BoardRequest? Add(BoardRequest question)
    {
        _waiting.Enqueue(question);
        Interlocked.MemoryBarrier();
        // After it was added: either this or the one who closes sees the other.
        if (Volatile.Read(ref _isClosed)) question.Fail(BoardLoop.Stopped());
        return Interlocked.Exchange(ref _isTold, true) ? null : new BoardRequest.LookForQuestions();
    }

    /// <summary>Fails all questions, those to come too.</summary>
    public void Close()
    {
        Volatile.Write(ref _isClosed, true);
        Interlocked.MemoryBarrier();
        while (Next() is { } question) question.Fail(BoardLoop.Stopped());
    }

    /// <summary>The loop has looked; the next question must tell it again.</summary>
    public void Seen() => Volatile.Write(ref _isTold, false);

    public BoardRequest? Next() => _waiting.TryDequeue(out var question) ? question : null;
}
