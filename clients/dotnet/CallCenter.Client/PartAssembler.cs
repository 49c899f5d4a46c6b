using CallCenter.V1;

namespace CallCenter.Client;

/// <summary>Puts the parts of large messages of one stream together. Called by one loop only; a new stream needs a new one.</summary>
internal sealed class PartAssembler
{
    private SubscribeResponse? _whole;

    /// <summary>Adds a message; returns the whole one when no more follow, null before.</summary>
    public SubscribeResponse? Add(SubscribeResponse part)
    {
        if (_whole is null)
        {
            _whole = part;
        }
        else
        {
            _whole.Snapshot?.Rows.AddRange(part.Snapshot?.Rows ?? []);
            _whole.Update?.Rows.AddRange(part.Update?.Rows ?? []);
            _whole.Completeness = part.Completeness;
            _whole.ResumeToken = part.ResumeToken;
            _whole.ServerTime = part.ServerTime;
        }
        if (part.MoreFollows)
            return null;
        SubscribeResponse whole = _whole;
        whole.MoreFollows = false;
        _whole = null;
        return whole;
    }
}
