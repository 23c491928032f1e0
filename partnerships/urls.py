from django.urls import include, path

from partnerships.views import agreement, partnership

app_name = "partnerships"

# /partnerships/
partnership_urls = [
    path("", partnership.partnership_list, name="partnership_list"),
    path("new/", partnership.partnership_new, name="partnership_new"),
    path("<int:pk>/", partnership.partnership_detail, name="partnership_detail"),
    path("<int:pk>/edit/", partnership.partnership_edit, name="partnership_edit"),
]

# /agreements/
agreement_urls = [
    path("", agreement.agreement_list, name="agreement_list"),
    path("new/", agreement.agreement_new, name="agreement_new"),
    path("<int:pk>/", agreement.agreement_detail, name="agreement_detail"),
    path("<int:pk>/edit/", agreement.agreement_edit, name="agreement_edit"),
]

urlpatterns = [
    path("partnerships/", include(partnership_urls)),
    path("agreements/", include(agreement_urls)),
]
