from django.http import HttpResponse


def mails(request):
    return HttpResponse("stub")
