namespace CallCenter.Asterisk;

/// <summary>How the adapter proves who it is.</summary>
public enum AmiLogin
{
    /// <summary>MD5 of a challenge and the secret.</summary>
    Challenge,

    /// <summary>The secret itself.</summary>
    Plain,
}
