namespace CallCenter.Asterisk;

/// <summary>Tells each thing that is wrong on Asterisk's side once, over all connections.</summary>
internal sealed class Adviser(Action<string>? tell)
{
    private readonly HashSet<string> _told = [];
    private long _skipped;

    public void Look(AsteriskNeeds needs)
    {
        if (tell is null)
            return;
        foreach (var finding in needs.Findings().Where(finding => finding.State == NeedState.Missing))
        {
            // A clock drifts, so its sentence changes; each kind is reported once.
            var kind = finding.Setting.Length > 0 ? finding.Text : finding.Text.Split(' ')[0];
            if (_told.Add(kind))
                tell(finding.Text + (finding.Setting.Length > 0 ? $"; manager.conf needs: {finding.Setting.ReplaceLineEndings(" ")}" : ""));
        }
        if (needs.Census is { } census && census.LongLineCount + census.LongMessageCount is > 0 and var skipped && _skipped == 0)
        {
            _skipped = skipped;
            tell($"a line over {AmiReader.LineBytesMax} or a message over {AmiReader.MessageBytesMax} bytes was skipped; more may follow");
        }
    }
}
