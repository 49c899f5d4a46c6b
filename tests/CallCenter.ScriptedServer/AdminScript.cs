using CallCenter.V1;

namespace CallCenter.ScriptedServer;

/// <summary>The answers of the administrators' side.</summary>
public sealed class AdminScript
{
    /// <summary>Answers ForgetContact.</summary>
    public Func<ForgetContactRequest, ForgetContactResponse> Forget { get; set; } = _ => new ForgetContactResponse();
}
