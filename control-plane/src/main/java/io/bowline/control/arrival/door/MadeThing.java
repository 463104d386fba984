package io.bowline.control.arrival.door;

/// Something that a door made in the account.
///
/// @param kind as the cloud or the tool spells it: `AWS::EKS::Cluster`, `aws_eks_cluster`
/// @param id by which the cloud finds it: an ARN, a resource id
/// @param name as the door calls it: a logical id, an address in a module; may be empty
public record MadeThing(String kind, String id, String name) {}
