from partnerships.models.agreement import Agreement, AgreementKind, Stage
from partnerships.models.partnership import Partnership, PartnershipKind, PartnershipStatus, Priority

__all__ = ["Agreement", "AgreementKind", "Partnership", "PartnershipKind", "PartnershipStatus", "Priority", "Stage"]
